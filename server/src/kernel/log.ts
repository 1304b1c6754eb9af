import pino from 'pino';

/** Structured logs; personal data and secrets are masked by path, whoever logs them. */
export const log = pino({
  level: 'info',
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: [
      'password',
      '*.password',
      'oldPassword',
      '*.oldPassword',
      'newPassword',
      '*.newPassword',
      'token',
      '*.token',
      'secret',
      '*.secret',
      'authorization',
      '*.authorization',
      'cookie',
      '*.cookie',
      'phone',
      '*.phone',
      'openid',
      '*.openid',
      'text',
      '*.text',
    ],
    censor: '[masked]',
  },
});
