export { call, onSignedOut } from './client';
export { Refused, fieldOf, sentenceOf } from './failure';
export { newKey, useRequestKey } from './request-key';
export { type Rows, createQueryClient, useApi, useRows, useSend, useSendEach } from './hooks';
export { type In, type Out, routes } from './routes';
