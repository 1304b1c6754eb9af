import { greetingFor } from './rules';

test('greets by the hour in Shanghai', () => {
  expect(greetingFor('小林', new Date('2026-01-05T00:30:00Z'))).toBe('小林，早上好');
  expect(greetingFor('小林', new Date('2026-01-05T04:30:00Z'))).toBe('小林，中午好');
  expect(greetingFor('小林', new Date('2026-01-05T12:30:00Z'))).toBe('小林，晚上好');
});
