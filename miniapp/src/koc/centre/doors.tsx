import { go, PAGES } from '@/platform/navigate';
import { Box, Tap } from '@/ui/elements';
import './doors.scss';

interface Door {
  title: string;
  line: string;
  page: string;
}

/** What a KOC works with. */
export const KOC_DOORS: readonly Door[] = [
  { title: '素材', line: '一点就复制、存图', page: PAGES.materials },
  { title: '商品和海报', line: '印上我的码', page: PAGES.products },
  { title: '我的子群', line: '今天发什么', page: PAGES.subGroups },
  { title: '送心意', line: '品牌给我的预算', page: PAGES.budgets },
  { title: '我的收益', line: '订单、佣金、提现', page: PAGES.earnings },
  { title: '我的权益', line: '这一级有什么', page: PAGES.rights },
  { title: '准备清单', line: '活动前照着做', page: PAGES.checklists },
  { title: '小课堂', line: '几分钟一节', page: PAGES.lessons },
  { title: '专属时刻', line: '只请你的', page: PAGES.moments },
  { title: '心愿和建议', line: '说了就有回音', page: PAGES.wishes },
];

/** What everybody may use on the way there. */
export const MEMBER_DOORS: readonly Door[] = [
  { title: '小课堂', line: '先学起来', page: PAGES.lessons },
  { title: '心愿和建议', line: '说了就有回音', page: PAGES.wishes },
  { title: '加入子群', line: '有入群码就能进', page: PAGES.join },
  { title: '群里的活动', line: '参加就算一步', page: PAGES.home },
];

/** Ways from the centre to everything else, two in a row. */
export const Doors = ({ doors }: { doors: readonly Door[] }) => (
  <Box className="doors" role="group" label="去哪里">
    {doors.map(({ title, line, page }) => (
      <Tap key={page} className="door" onTap={() => go(page)}>
        <Box className="door-title">{title}</Box>
        <Box className="door-line">{line}</Box>
      </Tap>
    ))}
  </Box>
);
