import type { StillLife } from './still-life';

/** What the demo brand sells, and what each thing looks like. */
export const PRODUCTS: readonly {
  readonly code: string;
  readonly name: string;
  readonly category: string;
  readonly priceFen: number;
  readonly costFen: number;
  readonly look: StillLife;
}[] = [
  {
    code: 'JH-50',
    name: '焕颜修护精华 50ml',
    category: '护肤',
    priceFen: 32_900,
    costFen: 6_800,
    look: { thing: 'serum', wall: '#ecd3c3', body: '#b8694b', trim: '#3b2f27', beside: 'leaf' },
  },
  {
    code: 'PM-120',
    name: '氨基酸洁面泡沫 120g',
    category: '护肤',
    priceFen: 8_900,
    costFen: 1_900,
    look: { thing: 'foam', wall: '#dde6d6', body: '#8fae8b', trim: '#d9442a', beside: 'foam' },
  },
  {
    code: 'MB-5',
    name: '积雪草舒缓面膜 5 片',
    category: '护肤',
    priceFen: 6_900,
    costFen: 1_500,
    look: { thing: 'mask', wall: '#d3e1e3', body: '#5f8f98', trim: '#2f5a63', beside: 'towel' },
  },
  {
    code: 'MS-50',
    name: '神经酰胺面霜 50g',
    category: '护肤',
    priceFen: 15_900,
    costFen: 3_600,
    look: { thing: 'cream', wall: '#efe2cc', body: '#e9d3b4', trim: '#b5543c', beside: 'leaf' },
  },
  {
    code: 'KF-10',
    name: '挂耳咖啡 10 包',
    category: '咖啡',
    priceFen: 5_900,
    costFen: 1_700,
    look: { thing: 'drip', wall: '#e6dacb', body: '#7a4e2d', trim: '#b07c50', beside: 'beans' },
  },
  {
    code: 'KD-250',
    name: '耶加雪菲咖啡豆 250g',
    category: '咖啡',
    priceFen: 8_800,
    costFen: 3_200,
    look: { thing: 'beans', wall: '#e2d9ca', body: '#3c2f28', trim: '#d9442a', beside: 'beans' },
  },
];
