const NAMES = ['aria-label', 'aria-role', 'aria-hidden', 'aria-checked', 'aria-selected', 'aria-live'];
const ATTRIBUTES = Object.fromEntries(NAMES.map((name) => [name, '']));

/** Which attributes WeChat's screen reader gets, for each component that we use. */
module.exports = Object.fromEntries(
  ['View', 'Text', 'Button', 'Image', 'Input'].map((component) => [component, { ...ATTRIBUTES }]),
);
