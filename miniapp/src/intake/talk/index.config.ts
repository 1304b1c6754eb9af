export default definePageConfig({
  navigationBarTitleText: '问问老师',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
