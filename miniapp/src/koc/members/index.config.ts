export default definePageConfig({
  navigationBarTitleText: '群成员',
  enablePullDownRefresh: process.env.TARO_ENV === 'weapp',
});
