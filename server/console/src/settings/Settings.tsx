import { useState } from 'react';
import { Page } from '../app/Page';
import { IfCan, useMe } from '../app/session';
import { BrandName } from './BrandName';
import { DemoBrand } from './DemoBrand';
import { Health } from './Health';
import './settings.scss';

/** How everything is that the server stands on, the brand's name, and the demo brand. */
export const Settings = () => {
  const { brandNamed } = useMe();
  // Who comes to give the brand its name has not come for the rest.
  const [naming] = useState(!brandNamed);
  const own = (
    <IfCan right="org.write">
      <div className="halves">
        <BrandName first={naming} />
        <DemoBrand />
      </div>
    </IfCan>
  );
  return (
    <Page title="系统状态" lead="扣一站在哪些东西上、它们好不好。看一眼就走，有事才要管。">
      <div className="stack" style={{ gap: 18 }}>
        {naming && own}
        <Health>{!naming && own}</Health>
      </div>
    </Page>
  );
};
