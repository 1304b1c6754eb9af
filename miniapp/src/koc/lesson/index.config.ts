export default definePageConfig({
  navigationBarTitleText: '小课堂',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
