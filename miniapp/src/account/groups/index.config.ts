export default definePageConfig({
  navigationBarTitleText: '我在的群',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
