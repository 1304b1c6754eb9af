export default definePageConfig({
  navigationBarTitleText: '我的子群',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
