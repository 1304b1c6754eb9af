import { useRows } from '../api';
import { FindPick, optionsOf, type PickProps } from '../ui/FindPick';

const useFound = (found: { q?: string }) =>
  optionsOf(useRows('products', 'list', { limit: 20, ...found }), ({ id, name, code }) => ({
    value: id,
    label: `${name}（${code}）`,
  }));

/** One product, found by its name or code. */
export const ProductPick = (props: PickProps) => (
  <FindPick {...props} name="商品" placeholder="写商品名或编码来找" clear useFound={useFound} />
);
