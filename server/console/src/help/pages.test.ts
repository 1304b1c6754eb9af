import { PLACES } from '../app/places';
import { PAGES } from './pages';

test('every page of the menu is explained in three lines, and nothing else is', () => {
  const places = PLACES.flatMap((part) => part.places.map(({ to }) => to)).filter((to) => to !== '/help');
  expect(Object.keys(PAGES).sort()).toEqual(places.sort());
  for (const lines of Object.values(PAGES)) for (const line of lines) expect(line).toMatch(/[\u4e00-\u9fff]/);
});
