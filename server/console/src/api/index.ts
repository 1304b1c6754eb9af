export { call, onSignedOut } from './client';
export { Refused, Unreachable, fieldOf, sentenceOf } from './failure';
export { type Rows, createQueryClient, useApi, useRows, useSend } from './hooks';
export { type Domain, type In, type Name, type Out, routes } from './routes';
