export default definePageConfig({
  navigationBarTitleText: '我带来的人',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
