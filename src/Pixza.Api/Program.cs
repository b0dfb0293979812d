var app = WebApplication.CreateBuilder(args).Build();
await app.RunAsync();

/// <summary>The host's entry point, named so that tests can start it.</summary>
public partial class Program;
