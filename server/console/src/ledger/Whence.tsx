import { Link } from 'react-router';
import { rightFor } from '../app/places';
import { useCan } from '../app/session';
import { useCopy } from '../ui/copy';
import { placesOf, voucherName } from './vouchers';

/** Where one reads on about an entry: the pages nearest to what booked it, or what it was and its number to copy. */
export const Whence = ({
  person,
  ...of
}: Parameters<typeof placesOf>[0] & { person?: { id: string; name: string | undefined } | undefined }) => {
  const can = useCan();
  const copy = useCopy();
  const { cause } = of;
  const places = [
    ...placesOf(of),
    ...(person ? [{ name: person.name ?? '看这个人', to: `/people/${person.id}` }] : []),
  ].filter(({ to }) => {
    const right = rightFor(to.replace(/\?.*/, ''));
    return right === undefined || can(right);
  });
  return (
    <small className="row" style={{ display: 'flex', columnGap: 10, rowGap: 0 }}>
      {places.map(({ name, to }) => (
        <Link key={to} to={to}>
          {name}
        </Link>
      ))}
      {places.length === 0 && (
        <>
          {voucherName(cause.kind)}
          <button
            type="button"
            className="link"
            title={cause.id}
            onClick={() =>
              copy(cause.id, `单号 ${cause.id} 复制好了`, `单号是 ${cause.id}，手动选中再复制。`)
            }
          >
            复制单号
          </button>
        </>
      )}
    </small>
  );
};
