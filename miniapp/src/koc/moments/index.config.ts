export default definePageConfig({
  navigationBarTitleText: '专属时刻',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
