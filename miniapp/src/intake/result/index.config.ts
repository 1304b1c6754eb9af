export default definePageConfig({
  navigationBarTitleText: '我的结果',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
  enableShareAppMessage: true,
});
