export default definePageConfig({ navigationBarTitleText: '我在的群', enablePullDownRefresh: true });
