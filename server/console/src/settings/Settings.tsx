import { Page } from '../app/Page';
import { IfCan } from '../app/session';
import { BrandName } from './BrandName';
import { DemoBrand } from './DemoBrand';
import { Health } from './Health';
import './settings.scss';

/** How everything is that the server stands on, the brand's name, and the demo brand. */
export const Settings = () => (
  <Page title="系统状态" lead="扣一站在哪些东西上、它们好不好。看一眼就走，有事才要管。">
    <div className="stack" style={{ gap: 18 }}>
      <Health>
        <IfCan right="org.write">
          <div className="halves">
            <BrandName />
            <DemoBrand />
          </div>
        </IfCan>
      </Health>
    </div>
  </Page>
);
