import type { CouponLinkView } from '@kouyi/shared/contracts';
import { App, Button } from 'antd';
import { sentenceOf, useSend } from '../api';
import { IfCan } from '../app/session';
import { useCopy } from '../ui/copy';
import { Facts, Pill } from '../ui/pieces';
import { count } from '../ui/number';
import { saveAs } from '../ui/save';
import { until } from '../ui/when';
import { Qr, qrFile } from './Qr';

/** The address under which a phone's browser opens the page; WeChat opens the page itself. */
const addressOf = ({ page }: CouponLinkView): string => `${location.origin}/m/#/${page}`;

/** One link: its code to print, how many took one by it, and how to take it back. */
export const LinkRow = ({ link }: { link: CouponLinkView }) => {
  const { message, modal } = App.useApp();
  const copy = useCopy();
  const close = useSend('coupons', 'closeLink', { then: () => void message.info('收回了，谁都领不了了') });
  const address = addressOf(link);
  return (
    <article className="link-row">
      {link.open && <Qr text={address} label={`${link.name}的领券码`} />}
      <div>
        <div className="row" style={{ marginBottom: 8 }}>
          <b>{link.name}</b>
          <Pill tone={link.open ? 'live' : undefined}>{link.open ? '能领' : '不能领了'}</Pill>
        </div>
        <Facts
          of={[
            ['领了', `${count(link.claimed)} / ${count(link.limit)} 张`],
            ['到', until(link.until)],
            ...(link.groupName ? ([['给谁', `「${link.groupName}」的群友`]] as [string, string][]) : []),
            [
              '链接',
              <span key="a" style={{ overflowWrap: 'anywhere' }}>
                {address}
              </span>,
            ],
            [
              '小程序页',
              <span key="p" style={{ overflowWrap: 'anywhere' }}>
                {link.page}
              </span>,
            ],
          ]}
        />
        {link.open && (
          <div className="row" style={{ marginTop: 10 }}>
            <Button size="small" onClick={() => copy(address, '链接复制好了')}>
              复制链接
            </Button>
            <Button
              size="small"
              onClick={() =>
                saveAs(
                  `data:image/svg+xml;charset=utf-8,${encodeURIComponent(qrFile(address))}`,
                  `${link.name}.svg`,
                )
              }
            >
              存二维码
            </Button>
            <IfCan right="coupons.write">
              <Button
                size="small"
                type="text"
                loading={close.isPending}
                onClick={() =>
                  void modal.confirm({
                    title: '收回这个链接？',
                    content: '收回后谁都领不了；已经领到的照样能用。',
                    okText: '收回',
                    cancelText: '先不',
                    onOk: () =>
                      close.mutate(
                        { id: link.id },
                        { onError: (failure) => void message.warning(sentenceOf(failure)) },
                      ),
                  })
                }
              >
                收回
              </Button>
            </IfCan>
          </div>
        )}
      </div>
    </article>
  );
};
