export default definePageConfig({
  navigationBarTitleText: '打卡',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
  enableShareAppMessage: true,
});
