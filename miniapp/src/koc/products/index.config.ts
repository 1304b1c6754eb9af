export default definePageConfig({
  navigationBarTitleText: '推荐商品',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
