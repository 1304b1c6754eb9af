export default definePageConfig({
  navigationBarTitleText: '我的开盒记录',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
