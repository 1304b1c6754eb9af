import { useApi } from '../api';
import { FindPick, type PickProps } from '../ui/FindPick';

const useFound = (found: { q?: string }) =>
  (useApi('products', 'list', { limit: 20, ...found }, { keep: true }).data?.items ?? []).map(
    ({ id, name, code }) => ({ value: id, label: `${name}（${code}）` }),
  );

/** One product, found by its name or code. */
export const ProductPick = (props: PickProps) => (
  <FindPick {...props} name="商品" placeholder="写商品名或编码来找" clear useFound={useFound} />
);
