export default definePageConfig({ navigationBarTitleText: '问问老师' });
