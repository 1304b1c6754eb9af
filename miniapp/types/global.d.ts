/** Origin of the API, without a slash at the end; '' on h5, where the pages come from the API's own origin. */
declare const API_BASE: string;

declare module '*.scss';
declare module '*.png' {
  const url: string;
  export default url;
}

/** Set by Taro at build time; branches on it are cut out of the other target. */
declare namespace NodeJS {
  interface ProcessEnv {
    TARO_ENV?: 'weapp' | 'h5';
  }
}

declare const definePageConfig: (
  config: import('@tarojs/taro').PageConfig,
) => import('@tarojs/taro').PageConfig;
declare const defineAppConfig: (config: import('@tarojs/taro').AppConfig) => import('@tarojs/taro').AppConfig;
