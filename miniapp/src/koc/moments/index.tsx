import { nowMs } from '@/api/now';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { go, PAGES } from '@/platform/navigate';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { dayAndClock } from '@/words/time';
import { useFresh } from '@/api/use-fresh';
import './index.scss';

/** 专属时刻: what is planned for me alone or for the few, the next one first. */
export default function Moments() {
  const asked = useAnswer('member.moments', {}, { on: session() !== undefined });
  useFresh(asked.refresh);
  return (
    <Page title="专属时刻">
      <Shown asked={asked} skeleton={{ cards: 1 }}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="眼下没有安排" line="新品先试、老师见面、生日惊喜，请到你时会写在这里，也会发消息。">
              <QuietButton onTap={() => go(PAGES.wishes)}>说说我想要什么</QuietButton>
            </Empty>
          ) : (
            <>
              {items.map((moment) => (
                <Card key={moment.id}>
                  <CardHead title={moment.title} aside={dayAndClock(moment.startAt, nowMs())} />
                  <Box className="moment-text">{moment.text}</Box>
                  {moment.place || moment.groupName ? (
                    <Box className="moment-place">
                      {[moment.place, moment.groupName ? `在「${moment.groupName}」` : '']
                        .filter(Boolean)
                        .join(' · ')}
                    </Box>
                  ) : null}
                </Card>
              ))}
            </>
          )
        }
      </Shown>
    </Page>
  );
}
