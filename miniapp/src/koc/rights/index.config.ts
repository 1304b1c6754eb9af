export default definePageConfig({
  navigationBarTitleText: '我的权益',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
