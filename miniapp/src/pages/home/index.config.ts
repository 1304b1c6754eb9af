export default definePageConfig({
  navigationBarTitleText: '会员福利',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
  enableShareAppMessage: true,
});
