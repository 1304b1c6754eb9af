import type { RoundView } from '@kouyi/shared/contracts';
import { copyText } from '@/platform/clipboard';
import { serverAddress } from '@/platform/share';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';

/** How whoever trusts neither this phone nor this shop checks the whole round. */
export const ElsewhereToo = ({ round }: { round: RoundView }) => {
  const file = `${serverAddress()}/api/fair/rounds/${round.id}`;
  const copy = (): void =>
    void copyText(file).then((done) =>
      done
        ? say('地址复制好了，用浏览器打开就能下载。', 'good')
        : say('没复制上，长按上面的地址也行。', 'warn'),
    );
  return (
    <Card>
      <CardHead title="不信这台手机？换个地方查" />
      <Box className="verify-line">
        {round.state === 'closed'
          ? '这一轮所有人的每一次都在下面这个文件里（没有名字）。下载下来，用开源的 verify-draws.mjs 逐条核对：node verify-draws.mjs 文件名。少一条、多一条、换个顺序、改一个结果，都会当场报出来。'
          : '结束后，这一轮所有人的每一次会放在下面这个地址（没有名字），谁都能下载，用开源的 verify-draws.mjs 逐条核对。'}
      </Box>
      <Box className="verify-code">{file}</Box>
      <QuietButton onTap={copy}>复制下载地址</QuietButton>
    </Card>
  );
};
