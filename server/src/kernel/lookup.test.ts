import { Lookup } from './lookup';

test('look-ups of one moment ask the store once, and each gets its own row', async () => {
  const asked: string[][] = [];
  const lookup = new Lookup((ids) => {
    asked.push(ids);
    return Promise.resolve(ids.filter((id) => id !== 'gone').map((_id) => ({ _id })));
  });
  const found = await Promise.all(['a', 'b', 'a', 'gone'].map((id) => lookup.get(id)));
  expect(found).toEqual([{ _id: 'a' }, { _id: 'b' }, { _id: 'a' }, undefined]);
  expect(await lookup.get('a')).toEqual({ _id: 'a' });
  expect(asked).toEqual([['a', 'b', 'gone'], ['a']]);
});

test('when the store fails, those who asked then hear of it, and nobody else', async () => {
  let down = true;
  const lookup = new Lookup<{ _id: string }>((ids) =>
    down ? Promise.reject(new Error('down')) : Promise.resolve(ids.map((_id) => ({ _id }))),
  );
  await expect(Promise.all([lookup.get('a'), lookup.get('b')])).rejects.toThrow('down');
  down = false;
  expect(await lookup.get('a')).toEqual({ _id: 'a' });
});
