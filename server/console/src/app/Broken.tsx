import { Button } from 'antd';
import { useEffect } from 'react';
import { useRouteError } from 'react-router';

/** A page that broke, or whose files did not come: says so and leads on. The rail stays where it is. */
export const Broken = () => {
  const failure = useRouteError();
  const offline = !navigator.onLine;
  useEffect(() => {
    document.title = '出了点问题 · 扣一';
    // For whoever looks for the cause; the page itself speaks to people.
    console.error(failure);
  }, [failure]);
  return (
    <div className="blank failed" role="alert">
      <b>{offline ? '网络断了，这一页还没取到' : '这一页出了点问题'}</b>
      <p>
        {offline
          ? '连上网再试一次。'
          : '已经存好的都在。重新打开多半就好；还不行的话，把这一页的地址发给管理员。'}
      </p>
      <div className="row">
        <Button type="primary" onClick={() => location.reload()}>
          重新打开
        </Button>
        <Button onClick={() => location.assign('/console/')}>回到今天</Button>
      </div>
    </div>
  );
};
