export default definePageConfig({ navigationBarTitleText: '打卡', enablePullDownRefresh: true });
