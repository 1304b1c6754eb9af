export default definePageConfig({
  navigationBarTitleText: '心愿和建议',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
