export default definePageConfig({
  navigationBarTitleText: '我的结果',
  enableShareAppMessage: true,
});
