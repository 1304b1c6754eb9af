export default definePageConfig({
  navigationBarTitleText: '子群',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
  enableShareAppMessage: true,
});
