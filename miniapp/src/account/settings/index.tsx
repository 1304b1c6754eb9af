import { useState } from 'react';
import { call } from '@/api/call';
import { endSession } from '@/api/session';
import { setCalm, wantsCalm } from '@/platform/motion';
import { go, PAGES } from '@/platform/navigate';
import { forgetDrafts } from '@/api/use-draft';
import { forgetAll } from '@/platform/storage';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box, Tap, Words } from '@/ui/elements';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import './index.scss';

/** 设置和关于. */
export default function Settings() {
  const [calm, setCalmHere] = useState(wantsCalm);
  const [busy, setBusy] = useState(false);
  const signOut = async (): Promise<void> => {
    setBusy(true);
    // Offline too a person can leave this phone; the server's session then ends by its own time.
    await call('memberAuth.signOut', {});
    endSession();
    forgetDrafts();
  };
  return (
    <Page title="设置和关于">
      <Card className="settings-card">
        <Tap
          kind="checkbox"
          on={calm}
          className="settings-switch"
          onTap={() => {
            setCalm(!calm);
            setCalmHere(!calm);
          }}
        >
          <Box className="settings-words">
            <Box className="row-title">少一点动画</Box>
            <Box className="row-line">数字和气泡不再跳动</Box>
          </Box>
          <Words className={`settings-state ${calm ? 'settings-state-on' : ''}`}>
            {calm ? '已开' : '未开'}
          </Words>
        </Tap>
        <List>
          <Row
            title="清掉本机留的内容"
            line="断网时看到的旧内容，不影响积分"
            onTap={() => {
              forgetAll('answer:');
              say('清掉了，下次打开会重新取。');
            }}
          />
          <Row title="怎么对待你的数据" onTap={() => go(PAGES.privacy)} />
          <Row title="我的数据" line="看、带走、撤回同意、删除" onTap={() => go(PAGES.data)} />
        </List>
      </Card>
      <Card>
        <CardHead title="关于" />
        <Box className="settings-about">
          群里扣个 1 就算参加。机器人数得准，每条消息只算一次；每一笔积分都有原因，随时能查。
        </Box>
        <Box className="settings-about">由开源项目扣一（Kouyi）驱动，Apache-2.0 许可。</Box>
      </Card>
      <Box className="settings-out">
        <QuietButton busy={busy} onTap={() => void signOut()}>
          {busy ? '正在退出…' : '退出登录'}
        </QuietButton>
      </Box>
    </Page>
  );
}
