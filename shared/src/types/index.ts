export * from './activity';
export * from './ids';
export * from './outcome';
export * from './roles';
