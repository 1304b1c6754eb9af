import { productPicture } from '@/api/picture';
import { Box, Picture } from '@/ui/elements';
import './thumb.scss';

/** A small square: the product's picture, or the first letter of its name. The name stands beside it. */
export const Thumb = ({ product }: { product: { id: string; name: string; hasPicture: boolean } }) =>
  product.hasPicture ? (
    <Picture className="thumb" src={productPicture(product.id)} label="" fill />
  ) : (
    <Letter of={product.name} />
  );

/** The first letter of a name on quiet paper. */
export const Letter = ({ of }: { of: string }) => (
  <Box className="thumb thumb-letter" silent>
    {Array.from(of)[0] ?? ''}
  </Box>
);
