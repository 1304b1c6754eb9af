import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { Page } from '@/ui/page';
import { CONSENT_VERSION, PRIVACY_TEXT } from './text';
import './index.scss';

/** The whole text one agrees to at sign-in. */
export default function Privacy() {
  return (
    <Page title="怎么对待你的数据" open>
      {PRIVACY_TEXT.map((part) => (
        <Card key={part.title}>
          <CardHead title={part.title} />
          {part.lines.map((line) => (
            <Box key={line} className="privacy-line">
              {line}
            </Box>
          ))}
        </Card>
      ))}
      <Box className="privacy-version">{`版本 ${CONSENT_VERSION}`}</Box>
    </Page>
  );
}
