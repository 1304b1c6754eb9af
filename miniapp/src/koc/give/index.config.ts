export default definePageConfig({
  navigationBarTitleText: '送心意',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
