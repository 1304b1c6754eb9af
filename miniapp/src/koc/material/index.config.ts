export default definePageConfig({
  navigationBarTitleText: '素材',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
