export default definePageConfig({
  navigationBarTitleText: '加入子群',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
