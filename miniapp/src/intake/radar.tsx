import type { IntakeReport } from '@kouyi/shared/contracts';
import { radarSvg } from '@kouyi/shared/rules/radar';
import { base64 } from '@/cards/qr-png';
import { Box, Picture, Words } from '@/ui/elements';
import './radar.scss';

type Dimension = IntakeReport['dimensions'][number];

const wordOf = ({ percent, low, high }: Dimension): string => {
  if (percent >= 70) return `很${high}`.replace('很很', '很').replace('很易', '很容易');
  if (percent >= 45) return high;
  return percent >= 25 ? low : `很${low}`.replace('很不', '不').replace('很偏', '偏');
};

const bytes = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** The radar of a report, its axes in words around it, and every figure again as a bar beneath. */
export const Radar = ({ dimensions }: { dimensions: readonly Dimension[] }) => {
  const said = dimensions.map((each) => `${each.name} ${each.percent}，${wordOf(each)}`).join('；');
  return (
    <>
      {dimensions.length >= 3 ? (
        <Box className="radar">
          <Picture
            className="radar-picture"
            src={`data:image/svg+xml;base64,${base64(bytes(radarSvg(dimensions.map(({ percent }) => percent))))}`}
            label={`雷达图：${said}`}
          />
          {dimensions.map((each, i) => (
            <Box key={each.id} className="radar-axis" style={placeOf(i, dimensions.length)} silent>
              {each.name}
            </Box>
          ))}
        </Box>
      ) : null}
      {dimensions.map((each) => (
        <Box
          key={each.id}
          className="scale"
          role="img"
          label={`${each.name}：${wordOf(each)}，${each.percent} 分`}
        >
          <Box className="scale-head" silent>
            <Words className="scale-name">{each.name}</Words>
            <Words className="scale-word">{wordOf(each)}</Words>
          </Box>
          <Box className="scale-line" silent>
            <Box className="scale-dot" style={{ left: `${each.percent}%` }} />
          </Box>
          <Box className="scale-ends" silent>
            <Words>{each.low}</Words>
            <Words>{each.high}</Words>
          </Box>
        </Box>
      ))}
    </>
  );
};

/** Beside the end of its axis, in percent of the box around the picture. */
const placeOf = (index: number, count: number) => {
  const angle = (2 * Math.PI * index) / count - Math.PI / 2;
  return { left: `${50 + Math.cos(angle) * 43}%`, top: `${50 + Math.sin(angle) * 45}%` };
};
