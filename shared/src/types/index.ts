export * from './activity';
export * from './draw';
export * from './commerce';
export * from './ids';
export * from './outcome';
export * from './roles';
export * from './tags';
