import { ROLE_NAMES } from '@kouyi/shared/types';
import type { RoomMessage } from '@kouyi/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useEffect, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useApi, useSend } from '../api';
import { Mark } from '../app/Mark';
import { rememberSignedIn } from '../app/session';
import { Notice, Trouble } from '../ui/pieces';
import { Said } from '../ui/Said';
import { useGo } from '../ui/use';
import './signin.scss';

/** Where to go after signing in: a page of ours, never another site. */
export const safePlace = (to: string | null): string => (to !== null && /^\/(?![/\\])/.test(to) ? to : '/');

/** Shows in four lines what the product does; made up, and the same for everybody. */
const useStory = (): RoomMessage[] =>
  useMemo(() => {
    const at = new Date().toISOString();
    const line = (id: string, from: 'member' | 'bot', name: string, text: string): RoomMessage => ({
      id,
      at,
      from,
      kind: 'message',
      name,
      text,
      ...(from === 'member' && text === '1' ? { outcome: 'counted' as const } : {}),
    });
    return [
      line('a', 'member', '林小满', '1'),
      line('b', 'member', '周以安', '1'),
      line('c', 'member', '许多', '这个几点结束呀'),
      line('d', 'bot', '店长', '已经有 37 位小伙伴扣 1 啦，还剩 13 个名额。'),
    ];
  }, []);

/** The way in. In demo mode the demo accounts are one click away. */
export const SignIn = () => {
  const go = useGo();
  const client = useQueryClient();
  const [params] = useSearchParams();
  const story = useStory();
  const welcome = useApi('staffSession', 'welcome', {});
  const [form] = Form.useForm<{ login: string; password: string }>();
  const signIn = useSend('staffSession', 'signIn', {
    then: (me) => {
      rememberSignedIn(true);
      // What was read before may have been somebody else's to read. The welcome is everybody's, and this page stands on
      // it until the next one has come: without it the form would jump.
      client.getMutationCache().clear();
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'welcome' });
      client.setQueryData(['staffSession', 'me', {}], me);
      go(safePlace(params.get('to')));
    },
  });
  useEffect(() => {
    document.title = '登录 · 扣一';
  }, []);
  return (
    <div className="sign-in">
      <section className="sign-in-story">
        <h1>
          群里扣个 1，
          <br />
          剩下的交给扣一。
        </h1>
        <p>规则写一次，机器人在每个群里照着做；每个 1 只计一次，每笔积分都查得到来处。</p>
        <div className="talk" aria-hidden>
          {story.map((message) => (
            <Said key={message.id} message={message} named={false} />
          ))}
        </div>
      </section>
      <main className="sign-in-form">
        <div>
          <h2>
            <Mark />
            {welcome.data?.brandName ?? '扣一'} · 运营台
          </h2>
          {params.has('expired') && (
            <Notice tone="info">隔得久了，要重新登录一下。登录后回到刚才那一页。</Notice>
          )}
          <Form
            form={form}
            layout="vertical"
            requiredMark={false}
            onFinish={(values: { login: string; password: string }) => signIn.mutate(values)}
          >
            <Form.Item name="login" label="账号" rules={[{ required: true, message: '填一下账号' }]}>
              <Input autoComplete="username" autoFocus />
            </Form.Item>
            <Form.Item name="password" label="密码" rules={[{ required: true, message: '填一下密码' }]}>
              <Input.Password autoComplete="current-password" />
            </Form.Item>
            <Button type="primary" htmlType="submit" block size="large" loading={signIn.isPending}>
              登录
            </Button>
          </Form>
          <Trouble failure={signIn.error ?? welcome.error} />
          {welcome.data?.demo && welcome.data.demoStaff.length > 0 && (
            <div className="demo-staff">
              <p>这是演示品牌，点一个身份就能进去看：</p>
              <div>
                {welcome.data.demoStaff.map(({ login, password, name, role }) => (
                  <button key={login} type="button" onClick={() => signIn.mutate({ login, password })}>
                    {name}
                    <small>{ROLE_NAMES[role]}</small>
                  </button>
                ))}
              </div>
            </div>
          )}
        </div>
      </main>
    </div>
  );
};
