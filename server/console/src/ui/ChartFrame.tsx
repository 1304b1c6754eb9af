import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Card } from './pieces';
import { saveAs, saveText } from './save';
import './chart.scss';

/**
 * A picture of figures and the figures behind it: which of the two one looks at, and each as a file to take along.
 * Without a picture there is only `blank`, what to wait for.
 */
export const ChartFrame = ({
  title,
  sub,
  legend,
  extra,
  blank,
  picture,
  table,
  file,
  png,
  csv,
}: {
  title: string;
  sub?: string | undefined;
  /** What the colours of the picture mean. */
  legend?: ReactNode;
  extra?: ReactNode;
  blank?: string;
  picture: ReactNode;
  /** The same as figures; asked for only when it is looked at. */
  table: () => ReactNode;
  /** What the files are called. */
  file: string;
  /** The picture as a data address. */
  png: () => string;
  /** The figures as text, a line each. */
  csv: () => string;
}) => {
  const [asTable, setAsTable] = useState(false);
  const drawn = picture !== null;
  return (
    <Card
      title={title}
      {...(sub === undefined ? {} : { sub })}
      extra={
        <span className="row">
          {drawn && !asTable && legend}
          {extra}
          {drawn && (
            <>
              <Button size="small" type="text" onClick={() => setAsTable(!asTable)}>
                {asTable ? '看图' : '看数字'}
              </Button>
              {asTable ? (
                <Button size="small" type="text" onClick={() => saveText(csv(), `${file}.csv`)}>
                  存成表格
                </Button>
              ) : (
                <Button size="small" type="text" onClick={() => saveAs(png(), `${file}.png`)}>
                  存成图
                </Button>
              )}
            </>
          )}
        </span>
      }
    >
      {!drawn && <p className="quiet">{blank}</p>}
      {drawn && (asTable ? <div className="chart-table">{table()}</div> : picture)}
    </Card>
  );
};
