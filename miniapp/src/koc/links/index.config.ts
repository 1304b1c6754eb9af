export default definePageConfig({
  navigationBarTitleText: '我的链接',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
